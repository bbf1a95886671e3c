package io.porty.mode.http.config;

import io.porty.api.Cidr;
import io.porty.api.Settings;
import io.porty.api.TlsSession;
import io.porty.api.log.LogLevel;
import io.porty.api.mode.ClientCertPart;
import io.porty.api.mode.ClientCertPolicy;
import io.porty.api.mode.LoopToken;
import io.porty.api.mode.Route;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.Router;
import io.porty.mode.http.edit.ExchangeUrls;
import io.porty.mode.http.edit.ForwardedFields;
import io.porty.mode.http.edit.HopFields;
import io.porty.mode.http.edit.RequestTrace;
import io.porty.mode.http.head.Ascii;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An HTTP route with its settings. Immutable. Times are in ticks of {@link #TICK_MILLIS}. */
public final class HttpRoute {

  /** Resolution of timeouts: coarse enough to be cheap, fine enough to be unnoticeable. */
  public static final int TICK_MILLIS = 100;

  private static final byte[] WEBSOCKET = Ascii.bytes("websocket");

  private final Route route;
  private final int index;
  private final Router<HttpRouteRequest> router;
  private final List<String> loggedFields;
  private final Timeouts timeouts;
  private final UpstreamSettings upstream;
  private final Set<ExchangeUrls.Part> rewritten;
  private final Duration tunnelTimeout;
  private final RequestTrace.Mode trace;
  private final long maxBody;
  private final long maxDiscard;
  private final byte[] token;
  private final ClientCertPolicy clientCerts;
  private final HttpsSettings https;
  private final HopFields hop;
  private final byte[] keepAliveLine;
  private final List<Cidr> trusted;
  private final boolean trustsUnix;
  private final boolean lenient;
  private final List<byte[]> upgrades;

  /**
   * @param index of the route among those of its listener
   * @param instanceId of the running Porty
   */
  public HttpRoute(Route route, int index, String instanceId) {
    this(route, index, instanceId, route.settings());
  }

  /**
   * The route of requests whose route is unknown, at a listener with several routes: they are
   * counted and logged with the first of them, but no route's settings apply.
   */
  public static HttpRoute beforeRouting(Route first, String instanceId) {
    return new HttpRoute(first, 0, instanceId, new Defaults());
  }

  private HttpRoute(Route route, int index, String instanceId, Settings settings) {
    this.route = route;
    this.index = index;
    this.router = route.router(HttpRouteRequest.class);
    this.loggedFields = List.copyOf(route.loggedFields());
    this.timeouts = Timeouts.of(settings, route.timeout());
    this.upstream = UpstreamSettings.of(settings);
    this.rewritten = rewritten(settings);
    this.tunnelTimeout = settings.get(HttpKeys.TUNNEL_TIMEOUT);
    this.trace = RequestTrace.Mode.valueOf(settings.get(HttpKeys.TRACE).toUpperCase(Locale.ROOT));
    this.maxBody = settings.get(HttpKeys.MAX_BODY);
    this.maxDiscard = settings.get(HttpKeys.MAX_DISCARD);
    String token = LoopToken.of(instanceId, route.facts().name());
    this.token = Ascii.bytes(token);
    this.https = HttpsSettings.of(settings);
    this.clientCerts = route.clientCertPolicy();
    this.hop = hop(settings, token, clientCerts.forwarded());
    long keptSeconds = settings.get(HttpKeys.KEEPALIVE_TIMEOUT).toSeconds();
    this.keepAliveLine =
        keptSeconds == 0 ? Ascii.NONE : Ascii.bytes("Keep-Alive: timeout=" + keptSeconds + "\r\n");
    this.upgrades =
        settings.get(HttpKeys.UPGRADE_PROTOCOLS).stream()
            .map(protocol -> Ascii.bytes(protocol.toLowerCase(Locale.ROOT)))
            .toList();
    List<String> proxies = settings.get(HttpKeys.TRUSTED_PROXIES);
    this.trusted = proxies.stream().map(Cidr::parse).flatMap(Optional::stream).toList();
    this.lenient = settings.get(HttpKeys.LENIENT);
    this.trustsUnix = proxies.contains(HttpKeys.UNIX);
  }

  private static HopFields hop(Settings settings, String token, Set<ClientCertPart> certs) {
    ForwardedFields.Style style =
        switch (settings.get(HttpKeys.FORWARDED_FIELDS)) {
          case "forwarded" -> ForwardedFields.Style.FORWARDED;
          case "both" -> ForwardedFields.Style.BOTH;
          case "none" -> ForwardedFields.Style.NONE;
          default -> ForwardedFields.Style.X_FORWARDED;
        };
    boolean via = settings.get(HttpKeys.VIA);
    return new HopFields(
        style,
        Ascii.bytes((via ? "Via: 1.1 " : "CDN-Loop: ") + token + "\r\n"),
        Ascii.bytes((via ? "Via: 2 " : "CDN-Loop: ") + token + "\r\n"),
        certs);
  }

  private static Set<ExchangeUrls.Part> rewritten(Settings settings) {
    Set<ExchangeUrls.Part> parts = EnumSet.noneOf(ExchangeUrls.Part.class);
    if (!settings.get(HttpKeys.PRESERVE_HOST)) {
      parts.add(ExchangeUrls.Part.HOST);
    }
    if (settings.get(HttpKeys.REWRITE_LOCATION)) {
      parts.add(ExchangeUrls.Part.LOCATION);
    }
    if (settings.get(HttpKeys.REWRITE_COOKIES)) {
      parts.add(ExchangeUrls.Part.COOKIES);
    }
    return Collections.unmodifiableSet(parts);
  }

  public Route route() {
    return route;
  }

  public String name() {
    return route.facts().name();
  }

  public int index() {
    return index;
  }

  public Router<HttpRouteRequest> router() {
    return router;
  }

  /** Whether an access log or the admin endpoint currently records this route. */
  public boolean isRecorded() {
    return route.isRecorded();
  }

  /** The request header fields of access log records, in lower case. */
  public List<String> loggedFields() {
    return loggedFields;
  }

  public boolean isVerbose() {
    return route.logLevel() == LogLevel.VERBOSE;
  }

  public Timeouts timeouts() {
    return timeouts;
  }

  public UpstreamSettings upstream() {
    return upstream;
  }

  /** Which names and URLs of messages are rewritten. */
  public Set<ExchangeUrls.Part> rewritten() {
    return rewritten;
  }

  public Duration tunnelTimeout() {
    return tunnelTimeout;
  }

  public RequestTrace.Mode trace() {
    return trace;
  }

  /** 0 sets no limit. */
  public long maxBody() {
    return maxBody;
  }

  /** Maximum bytes of a body that are discarded after an early response. */
  public long maxDiscard() {
    return maxDiscard;
  }

  /** Whether unambiguous grammar violations of backends' responses are accepted. */
  public boolean isLenient() {
    return lenient;
  }

  /**
   * Whether requests of a connection may reach this route.
   *
   * @param session of its handshake; null for a connection without TLS
   */
  public boolean admits(@Nullable TlsSession session) {
    return clientCerts.admits(session);
  }

  /** How clients are led to HTTPS. */
  public HttpsSettings https() {
    return https;
  }

  /** The fields in which backends are told of this hop. */
  public HopFields hop() {
    return hop;
  }

  /** The token of this route in Via or CDN-Loop. */
  public byte[] token() {
    return token;
  }

  /** The Keep-Alive line with the idle timeout; empty if that is too short. */
  public byte[] keepAliveLine() {
    return keepAliveLine;
  }

  /** The permitted upgrade protocols, in lower case. */
  public List<byte[]> upgrades() {
    return upgrades;
  }

  /** Whether WebSockets are among them. */
  public boolean takesWebSockets() {
    return upgrades.stream().anyMatch(protocol -> Arrays.equals(protocol, WEBSOCKET));
  }

  /** Whether a client's forwarding fields are trusted. */
  public boolean trusts(SocketAddress client) {
    if (trusted.isEmpty() && !trustsUnix) {
      return false;
    }
    if (!(client instanceof InetSocketAddress inet)) {
      return trustsUnix;
    }
    // By index: runs for each request and must not allocate.
    for (int i = 0; i < trusted.size(); i++) {
      if (trusted.get(i).contains(inet.getAddress())) {
        return true;
      }
    }
    return false;
  }
}
