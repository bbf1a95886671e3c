package io.porty.testkit;

import io.porty.api.Bytes;
import io.porty.api.route.HttpRouteRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request for unit tests of a router without a running Porty. As in Porty, reading it after
 * {@link #close} throws IllegalStateException.
 *
 * @since 0.1
 */
public final class TestRequest implements HttpRouteRequest, AutoCloseable {

  private final String method;
  private final String target;
  private final List<String[]> headers = new ArrayList<>();
  private String host = "localhost";
  private volatile boolean closed;

  private TestRequest(String method, String target) {
    this.method = method;
    this.target = target;
  }

  /**
   * @param pathAndQuery as on the wire
   */
  public static TestRequest get(String pathAndQuery) {
    return new TestRequest("GET", pathAndQuery);
  }

  /** A request with any method. */
  public static TestRequest of(String method, String pathAndQuery) {
    return new TestRequest(method, pathAndQuery);
  }

  /** Adds a header; {@code Host} also sets the authority. */
  public TestRequest with(String name, String value) {
    headers.add(new String[] {name, value});
    if (name.equalsIgnoreCase("host")) {
      host = value;
    }
    return this;
  }

  /** Ends the view, as Porty does when {@code route} has returned. */
  @Override
  public void close() {
    closed = true;
  }

  private void check() {
    if (closed) {
      throw new IllegalStateException(
          "the request view is valid only until route() returns; call snapshot() to keep it");
    }
  }

  @Override
  public String routeName() {
    check();
    return "test";
  }

  @Override
  public SocketAddress client() {
    check();
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 54321);
  }

  @Override
  public SocketAddress local() {
    check();
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080);
  }

  @Override
  public String method() {
    check();
    return method;
  }

  @Override
  public String path() {
    check();
    int mark = target.indexOf('?');
    return mark < 0 ? target : target.substring(0, mark);
  }

  @Override
  public Bytes rawPath() {
    return new Text(path());
  }

  @Override
  public String query() {
    check();
    int mark = target.indexOf('?');
    return mark < 0 ? "" : target.substring(mark + 1);
  }

  @Override
  public Bytes rawQuery() {
    return new Text(query());
  }

  @Override
  public String authority() {
    check();
    return host;
  }

  @Override
  public Bytes rawAuthority() {
    return new Text(authority());
  }

  @Override
  public Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  @Override
  public List<String> headers(String name) {
    check();
    return headers.stream().filter(h -> h[0].equalsIgnoreCase(name)).map(h -> h[1]).toList();
  }

  @Override
  public @Nullable Bytes rawHeader(String name) {
    return header(name).map(Text::new).orElse(null);
  }

  /** A window on a text, which ends with the request. */
  private final class Text implements Bytes {
    private final String text;

    Text(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      check();
      return text.length();
    }

    @Override
    public byte at(int index) {
      check();
      return (byte) text.charAt(index);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
