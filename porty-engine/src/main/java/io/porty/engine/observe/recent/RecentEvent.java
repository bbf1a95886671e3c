package io.porty.engine.observe.recent;

import io.porty.api.AddressText;
import io.porty.api.log.ConnectionRecord;
import io.porty.api.log.ExchangeRecord;
import io.porty.api.log.Phase;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A finished request or TCP connection; serialized as JSON.
 *
 * @param id unique in this process
 * @param connection the id of the first request of its client connection; 0 if there are no others
 * @param stream the number of its stream on a connection of HTTP/2, else 0
 * @param version what the client speaks; empty for a TCP connection
 * @param request the request line, or {@code TCP connection}
 * @param target host and port, or socket path; empty if it was not forwarded
 * @param upstreamProtocol what the backend speaks; empty if there was none, or for a TCP connection
 * @param upstreamAddress the address that was connected to; empty if there was none
 * @param note the router's reason for the target
 * @param status 0 for a connection
 * @param traceId of its trace; empty if it has none
 * @param failure why it failed; null if it did not
 * @param errorCode the error code of the failure; null if it did not fail
 * @param timeline nanoseconds since the start for each {@link io.porty.api.log.Phase}, -1 for one
 *     that was not reached; empty for a connection
 */
public record RecentEvent(
    long id,
    String route,
    long startMillis,
    String client,
    long connection,
    int stream,
    String version,
    String request,
    String target,
    String upstreamProtocol,
    String upstreamAddress,
    String note,
    int status,
    long bytesFromClient,
    long bytesToClient,
    long nanos,
    List<Long> timeline,
    String traceId,
    @Nullable String failure,
    @Nullable String errorCode) {

  /** Converts an {@link ExchangeRecord} or a {@link ConnectionRecord}. */
  static RecentEvent of(Object record) {
    return record instanceof ExchangeRecord exchange ? of(exchange) : of((ConnectionRecord) record);
  }

  private static RecentEvent of(ExchangeRecord x) {
    return new RecentEvent(
        x.id(),
        x.route(),
        x.startMillis(),
        AddressText.of(x.client()),
        x.connection(),
        x.stream(),
        x.version(),
        x.method().isEmpty() ? "(no request could be read)" : x.method() + " " + x.requestTarget(),
        x.target() == null ? "" : x.target().toString(),
        x.upstreamProtocol(),
        x.upstreamAddress() == null ? "" : AddressText.of(x.upstreamAddress()),
        x.note(),
        x.status(),
        x.requestBytes(),
        x.responseBytes(),
        x.durationNanos(),
        Stream.of(Phase.values()).map(x::nanosAt).toList(),
        x.trace() == null ? "" : x.trace().traceId(),
        x.failure(),
        x.errorCode());
  }

  private static RecentEvent of(ConnectionRecord c) {
    return new RecentEvent(
        c.id(),
        c.route(),
        c.startMillis(),
        AddressText.of(c.client()),
        0,
        0,
        "",
        "TCP connection",
        c.target() == null ? "" : c.target().toString(),
        "",
        c.upstreamAddress() == null ? "" : AddressText.of(c.upstreamAddress()),
        c.note(),
        0,
        c.bytesToUpstream(),
        c.bytesToClient(),
        c.durationNanos(),
        List.of(),
        "",
        c.failure() == null ? null : c.failure().toString(),
        c.failure() == null ? null : c.failure().code().code());
  }
}
