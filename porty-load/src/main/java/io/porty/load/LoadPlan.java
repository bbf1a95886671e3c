package io.porty.load;

import java.time.Duration;

/**
 * Parameters of a load.
 *
 * @param server whom the connections are made to
 * @param traffic what is sent and expected
 * @param connections concurrent connections of all threads
 * @param threads number of threads, which share the connections
 * @param rate requests per second over all connections, independent of responses; 0 means a closed
 *     loop: each connection, or each of its streams, sends its next request after the response
 * @param warmUp duration of uncounted load before the measurement
 * @param duration duration of the measurement
 * @param timeout maximum time for a connect or a response
 */
public record LoadPlan(
    LoadServer server,
    Traffic traffic,
    int connections,
    int threads,
    double rate,
    Duration warmUp,
    Duration duration,
    Duration timeout) {

  /** What is sent and expected. */
  public sealed interface Traffic {

    /**
     * Requests of HTTP/1, one after the other on each connection.
     *
     * @param request the bytes of every request
     * @param forHead whether the request method is HEAD, so that no body follows
     */
    record Http1(byte[] request, boolean forHead) implements Traffic {}

    /**
     * Requests of HTTP/2: by prior knowledge, with TLS by ALPN.
     *
     * @param request every request
     * @param streams at a time on each connection, at most as many as the server allows
     */
    record Http2(Http2Request request, int streams) implements Traffic {}

    /**
     * Messages that are answered with as many bytes.
     *
     * @param message the bytes of every message
     */
    record Echo(byte[] message) implements Traffic {}
  }
}
