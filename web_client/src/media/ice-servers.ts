/** The relays that connections may use; their passwords run out, so fresh ones are fetched in good time. */

/** In milliseconds. The server's passwords are good for twelve hours; a laptop may sleep through most of them. */
const LOOK_EVERY = 5 * 60_000;
const GOOD_FOR = 3 * 3_600_000;

export interface IceOptions {
  servers: RTCIceServer[];
  relayOnly: boolean;
  /** Asks the server for the list of now. */
  refresh?: () => Promise<RTCIceServer[]>;
  /** Every open connection: they learn of new passwords for their next ICE restart. */
  connections: () => Iterable<RTCPeerConnection>;
}

export class IceServers {
  readonly #options: IceOptions;
  readonly #timer: ReturnType<typeof setInterval>;
  #servers: RTCIceServer[];
  #since = Date.now();

  constructor(options: IceOptions) {
    this.#options = options;
    this.#servers = options.servers;
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY);
  }

  get configuration(): RTCConfiguration {
    return {
      iceServers: this.#servers,
      iceTransportPolicy: this.#options.relayOnly ? "relay" : "all",
      bundlePolicy: "max-bundle",
    };
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const { refresh, connections } = this.#options;
    // By the clock on the wall: timers stand still while a laptop sleeps.
    if (!refresh || Date.now() - this.#since < GOOD_FOR) return;
    try {
      this.#servers = await refresh();
    } catch {
      // Away just now: the next look tries again, long before they run out.
      return;
    }
    this.#since = Date.now();
    for (const connection of connections()) {
      if (connection.signalingState !== "closed") connection.setConfiguration(this.configuration);
    }
  }
}
