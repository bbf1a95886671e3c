package io.porty.testkit;

import io.porty.api.plugin.PortyPlugin;
import java.net.http.HttpResponse;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A JUnit extension with a {@link TestPorty}: one for the class if the field is static, otherwise
 * one for each test.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final PortyExtension porty =
 *     PortyExtension.with(new BetaPlugin()).backends("site", "beta").route("""
 *         routers = ["beta", "fixed"]
 *         target = "{site}"
 *         """);
 *
 * @Test
 * void sendsTheRestToTheSite() {
 *   assertEquals("site", porty.get("/").body());
 * }
 * }</pre>
 *
 * @since 0.1
 */
public final class PortyExtension
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

  private final PortyPlugin[] plugins;
  private final String[] names;
  private final Consumer<TestPorty> start;
  private boolean forAll;
  private @Nullable TestPorty running;

  private PortyExtension(PortyPlugin[] plugins, String[] names, Consumer<TestPorty> start) {
    this.plugins = plugins;
    this.names = names;
    this.start = start;
  }

  /** Creates an extension with these plugins besides the shipped ones. */
  public static PortyExtension with(PortyPlugin... plugins) {
    return new PortyExtension(plugins.clone(), new String[0], porty -> {});
  }

  /** As {@link TestPorty#backends}. */
  public PortyExtension backends(String... backends) {
    return new PortyExtension(plugins, backends.clone(), start);
  }

  /** As {@link TestPorty#route}. */
  public PortyExtension route(String lines) {
    return new PortyExtension(plugins, names, porty -> porty.route(lines));
  }

  /** As {@link TestPorty#config}. */
  public PortyExtension config(String toml) {
    return new PortyExtension(plugins, names, porty -> porty.config(toml));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    forAll = true;
    start();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (!forAll) {
      start();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (!forAll) {
      stop();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    stop();
  }

  private void start() {
    TestPorty porty = TestPorty.with(plugins);
    porty.backends(names);
    start.accept(porty);
    running = porty;
  }

  private void stop() {
    if (running != null) {
      running.close();
      running = null;
    }
  }

  /** The running Porty. */
  public TestPorty porty() {
    if (running == null) {
      throw new IllegalStateException("not running: is the field annotated @RegisterExtension?");
    }
    return running;
  }

  /** As {@link TestPorty#get}. */
  public HttpResponse<String> get(String pathAndQuery, String... headers) {
    return porty().get(pathAndQuery, headers);
  }

  /** As {@link TestPorty#backend}. */
  public TestBackend backend(String name) {
    return porty().backend(name);
  }
}
