// Hands what Python says to the module that shows it, which may not have come yet.
export default function (component) {
  if (window.lossvizPost?.arrive) window.lossvizPost.arrive(component);
  else (window.lossvizPost ??= []).push(component);
  return () => window.lossvizPost.leave?.(component);
}
