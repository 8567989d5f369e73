import type {
  Arrival,
  DownloadRequest,
  TransferSettings,
  UploadRequest,
} from "#components/transfers/transfer.ts";

/** What moves the files; loaded when the first is asked for. */
export type TransferEngine = {
  upload: (request: UploadRequest) => void;
  download: (request: DownloadRequest) => void;
};

export type TransferBus = TransferEngine & {
  /** Hears what arrives from now on, and first what has arrived since `sinceMs`. Returns how to stop. */
  onArrival: (listener: (arrival: Arrival) => void, sinceMs: number) => () => void;
};

const arrivalsKeptMax = 1000;

/**
 * Between the pages, which come and go, and the engine, which stays. What is asked before the engine is there waits
 * for it; `onWanted` hears each request's settings.
 */
export function createTransferBus(onWanted: (settings: TransferSettings) => void): {
  bus: TransferBus;
  connect: (engine: TransferEngine) => void;
  tellArrival: (arrival: Arrival) => void;
} {
  const engine = Promise.withResolvers<TransferEngine>();
  const listeners = new Set<(arrival: Arrival) => void>();
  let arrivals: Arrival[] = [];
  return {
    bus: {
      upload: (request) => {
        onWanted(request.settings);
        void engine.promise.then(({ upload }) => upload(request));
      },
      download: (request) => {
        onWanted(request.settings);
        void engine.promise.then(({ download }) => download(request));
      },
      onArrival: (listener, sinceMs) => {
        arrivals.filter(({ atMs }) => atMs > sinceMs).forEach(listener);
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    connect: engine.resolve,
    tellArrival: (arrival) => {
      arrivals = [...arrivals.slice(1 - arrivalsKeptMax), arrival];
      for (const listener of listeners) {
        listener(arrival);
      }
    },
  };
}
