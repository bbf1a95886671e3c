package io.porty.load;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * What load to make.
 *
 * @param address where it goes
 * @param request what every request sends; the same bytes each time
 * @param reply what an answer looks like
 * @param connections open at once, over all threads
 * @param threads that share the connections
 * @param rate requests a second over all connections, sent when they are due whatever the answers
 *     do; 0 means that each connection sends its next request when it has its answer
 * @param warmUp load before the first latency counts
 * @param duration load that counts
 * @param timeout how long an answer may take before its connection is given up
 */
public record LoadPlan(
    InetSocketAddress address,
    byte[] request,
    Reply reply,
    int connections,
    int threads,
    double rate,
    Duration warmUp,
    Duration duration,
    Duration timeout) {

  /** What an answer looks like. */
  public sealed interface Reply {

    /**
     * An HTTP response.
     *
     * @param toHead whether the request was HEAD, so that no body follows
     */
    record Http(boolean toHead) implements Reply {}

    /** So many bytes, whatever they are. */
    record Bytes(int count) implements Reply {}
  }
}
