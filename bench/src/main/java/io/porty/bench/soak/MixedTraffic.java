package io.porty.bench.soak;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** HTTP and TCP without TLS, right and wrong, to a backend that is wrong at times. */
final class MixedTraffic implements Traffic {

  private final SoakBackend backend = SoakBackend.faulty();

  MixedTraffic() throws IOException {}

  @Override
  public int ports() {
    return 2;
  }

  @Override
  public String configuration(int[] ports) {
    return """
        log_requests = false
        [[routes]]
        name = "http"
        listen_addr = "127.0.0.1"
        listen_port = %d
        mode = "http"
        max_retries = 0
        upstream_max_connections = 8
        timeout_seconds = 5
        [[routes]]
        name = "tcp"
        listen_addr = "127.0.0.1"
        listen_port = %d
        target_addr = "127.0.0.1"
        target_port = %d
        """
        .formatted(ports[0], ports[1], backend.port());
  }

  @Override
  public Runnable client(int[] ports, AtomicBoolean over, LongAdder done) {
    return new SoakClient(ports[0], ports[1], backend.port(), over, done);
  }

  /** Nobody knows which of the answers were meant to be wrong. */
  @Override
  public long failures() {
    return 0;
  }

  @Override
  public String counts() {
    return "";
  }

  @Override
  public void close() throws IOException {
    backend.close();
  }
}
