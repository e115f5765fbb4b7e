/** Whether this browser can draw with WebGL at all; asked once. */
let answer: boolean | undefined;

export function hasGraphics(): boolean {
  if (answer === undefined) {
    const context = document.createElement('canvas').getContext('webgl2');
    answer = context !== null;
    // browsers keep only a few contexts; this one was only a question
    context?.getExtension('WEBGL_lose_context')?.loseContext();
  }
  return answer;
}
