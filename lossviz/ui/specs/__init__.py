"""What each page's controls and scenes are: public, since every link ever shared depends on it."""
