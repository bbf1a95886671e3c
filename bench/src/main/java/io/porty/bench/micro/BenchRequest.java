package io.porty.bench.micro;

import io.porty.api.Bytes;
import io.porty.api.route.HttpRouteRequest;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that has nothing but its authority, path and query, as bytes like the data path's. */
final class BenchRequest implements HttpRouteRequest {

  private final Part authority;
  private final Part path;
  private final Part query;

  BenchRequest(String authority, String path, String query) {
    this.authority = new Part(authority);
    this.path = new Part(path);
    this.query = new Part(query);
  }

  /** A part of the request. */
  private static final class Part implements Bytes {
    private final byte[] bytes;

    Part(String text) {
      this.bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public int length() {
      return bytes.length;
    }

    @Override
    public byte at(int index) {
      return bytes[index];
    }

    @Override
    public String toString() {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  @Override
  public Bytes rawQuery() {
    return query;
  }

  @Override
  public Bytes rawPath() {
    return path;
  }

  @Override
  public Bytes rawAuthority() {
    return authority;
  }

  @Override
  public String query() {
    return query.toString();
  }

  @Override
  public String path() {
    return path.toString();
  }

  @Override
  public String authority() {
    return authority.toString();
  }

  @Override
  public String routeName() {
    return "bench";
  }

  @Override
  public SocketAddress client() {
    return InetSocketAddress.createUnresolved("127.0.0.1", 0);
  }

  @Override
  public SocketAddress local() {
    return client();
  }

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.empty();
  }

  @Override
  public List<String> headers(String name) {
    return List.of();
  }

  @Override
  public @Nullable Bytes rawHeader(String name) {
    return null;
  }
}
