package io.porty.load;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Parameters of a load.
 *
 * @param address the server
 * @param request the bytes of every request
 * @param response how a response ends
 * @param connections concurrent connections of all threads
 * @param threads number of threads, which share the connections
 * @param rate requests per second over all connections, independent of responses; 0 means a closed
 *     loop: each connection sends its next request after the response
 * @param warmUp duration of uncounted load before the measurement
 * @param duration duration of the measurement
 * @param timeout maximum time for a connect or a response
 */
public record LoadPlan(
    InetSocketAddress address,
    byte[] request,
    Response response,
    int connections,
    int threads,
    double rate,
    Duration warmUp,
    Duration duration,
    Duration timeout) {

  /** How a response ends. */
  public sealed interface Response {

    /**
     * An HTTP response.
     *
     * @param forHead whether the request method is HEAD, so that no body follows
     */
    record Http(boolean forHead) implements Response {}

    /** A response of a fixed length in bytes. */
    record Bytes(int count) implements Response {}
  }
}
