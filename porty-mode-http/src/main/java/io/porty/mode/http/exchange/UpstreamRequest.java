package io.porty.mode.http.exchange;

import io.porty.api.route.Decision;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.edit.ExchangeUrls;
import io.porty.mode.http.edit.ForwardedFields;
import io.porty.mode.http.edit.OutgoingRequest;
import io.porty.mode.http.edit.RequestEdit;
import io.porty.mode.http.edit.RequestTrace;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.pool.Lease;
import io.porty.mode.http.stream.BulkSink;
import io.porty.mode.http.stream.ClientStream;
import io.porty.mode.http.stream.UpstreamStream;
import org.jspecify.annotations.Nullable;

/**
 * The request as one backend gets it: the head written for its target, and what may be done with it
 * once more. Reused for every exchange of a stream; on its loop.
 */
final class UpstreamRequest {

  private final ClientStream client;
  private final OutgoingRequest outgoing;
  private final UpstreamRequestHead head = new UpstreamRequestHead();
  private HttpRoute route;
  private Framing in = Framing.NONE;
  private long length;
  private boolean idempotent;
  private boolean retried;
  private boolean retires;
  private boolean authenticates;

  /**
   * @param trace of the exchange that runs
   * @param first whose settings hold until a route is known
   */
  UpstreamRequest(ClientStream client, RequestTrace trace, HttpRoute first) {
    this.client = client;
    this.outgoing = new OutgoingRequest(new ForwardedFields(client.peer()), trace);
    this.route = first;
  }

  /** Before anything is known of the request. */
  void reset() {
    idempotent = false;
    retried = false;
    in = Framing.UNTIL_CLOSE;
    length = -1;
  }

  /**
   * Begins.
   *
   * @param by how the body comes in
   * @param declared the body's length, -1 if it is not declared
   */
  void start(RequestHead request, HttpRoute to, Framing by, long declared) {
    route = to;
    idempotent = request.isIdempotent();
    in = by;
    length = declared;
  }

  /**
   * Writes the head for a target.
   *
   * @param hostField the target's own value of Host
   * @param urls of the exchange, begun here
   * @return the protocols that the backend may switch to; null for none
   */
  byte @Nullable [] prepare(
      HeadWriter writer, RequestHead request, Decision.To to, byte[] hostField, ExchangeUrls urls) {
    byte[] upgrade = request.upgradeTo(route.upgrades(), hasBody());
    retires = upgrade != null && hasBody();
    authenticates = request.authenticatesConnection();
    boolean keepsHost = !route.rewritten().contains(ExchangeUrls.Part.HOST);
    outgoing
        .from(route.hop(), route.trusts(client.peer()))
        .to(keepsHost && request.hasAuthority() ? null : hostField, to.rewrite())
        .body(out(), length)
        .upgrade(upgrade);
    urls.start(request, outgoing, route.rewritten());
    RequestEdit.write(writer, request, outgoing, urls);
    head.set(writer.toBuffer(client.allocator()));
    return upgrade;
  }

  private boolean hasBody() {
    return in != Framing.NONE;
  }

  /** The head has HTTP/1.1's form, whatever the wire makes of it. */
  private Framing out() {
    return in.outgoing(false);
  }

  /** Whether its body is worth moving past the process. */
  boolean isBulky() {
    return in == Framing.CONTENT_LENGTH && length >= BulkSink.MIN_BYTES;
  }

  /** Which connections will do for it. */
  Lease.Reuse reuse() {
    return isRepeatable() ? Lease.Reuse.ANY : Lease.Reuse.CHECKED;
  }

  /** Whether it may be sent twice, and still could be. */
  private boolean isRepeatable() {
    return idempotent && !hasBody();
  }

  /** Writes the head; kept if the backend may just have closed an idle connection. */
  void send(UpstreamStream to) {
    if (authenticates) {
      to.bindToClient();
    }
    if (retires) {
      to.retire();
    }
    boolean keep = to.isReused() && !retried && isRepeatable();
    to.send(head.take(keep), out());
  }

  /** Takes note that it is sent once more; false if it cannot be. */
  boolean retry() {
    if (!head.isKept()) {
      return false;
    }
    retried = true;
    return true;
  }

  /** It will not be sent again. */
  void drop() {
    head.drop();
  }
}
