import { userInfo } from "node:os";

/** A command as a user whom permissions bind: root without its capabilities, anybody else as they are. */
export function confine(command: string, args: string[]): [command: string, args: string[]] {
  if (userInfo().uid !== 0) return [command, args];
  return ["setpriv", ["--bounding-set=-all", "--inh-caps=-all", command, ...args]];
}
