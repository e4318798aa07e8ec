/** Whether this is a phone: small and touched. The pointer alone would count tablets, the width alone small windows. */

export function isTouchPhone(): boolean {
  return (
    window.matchMedia("(pointer: coarse)").matches &&
    Math.min(window.screen.width, window.screen.height) < 600
  );
}
