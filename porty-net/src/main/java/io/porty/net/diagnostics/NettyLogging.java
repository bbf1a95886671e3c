package io.porty.net.diagnostics;

import io.netty.util.internal.logging.AbstractInternalLogger;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Passes Netty's warnings and errors to SLF4J and drops lower levels. Netty's own logger factory
 * would load the logging backend in every process before the first port is bound, which costs 5 MB
 * and a fifth of the start time. {@code -Dporty.netty.debug=true} enables that, with debug
 * messages.
 */
public final class NettyLogging extends InternalLoggerFactory {

  private static final String DEBUG = "porty.netty.debug";

  private final Function<StackTraceElement[], Optional<String>> pluginOn;

  private NettyLogging(Function<StackTraceElement[], Optional<String>> pluginOn) {
    this.pluginOn = pluginOn;
  }

  /**
   * To be called before any class of Netty is used.
   *
   * @param pluginOn finds the plugin whose code is on a stack, for messages with an exception
   */
  public static void install(Function<StackTraceElement[], Optional<String>> pluginOn) {
    if (!Boolean.getBoolean(DEBUG)) {
      setDefaultFactory(new NettyLogging(pluginOn));
    }
  }

  @Override
  protected InternalLogger newInstance(String name) {
    return new WarnLogger(name, pluginOn);
  }

  private static final class WarnLogger extends AbstractInternalLogger {

    private static final long serialVersionUID = 1;

    private final transient Function<StackTraceElement[], Optional<String>> pluginOn;

    WarnLogger(String name, Function<StackTraceElement[], Optional<String>> pluginOn) {
      super(name);
      this.pluginOn = pluginOn;
    }

    private Diagnostics log() {
      return Diagnostics.named(name());
    }

    /** Adds the name of the plugin: Netty's message has at most the handler's class. */
    private String pluginPrefix(@Nullable Object... arguments) {
      for (Object argument : arguments) {
        if (argument instanceof Throwable failure) {
          return pluginOn
              .apply(failure.getStackTrace())
              .map(plugin -> "plugin " + plugin + ": ")
              .orElse("");
        }
      }
      return "";
    }

    @Override
    public boolean isTraceEnabled() {
      return false;
    }

    @Override
    public void trace(String message) {}

    @Override
    public void trace(String format, Object argument) {}

    @Override
    public void trace(String format, Object first, Object second) {}

    @Override
    public void trace(String format, Object... arguments) {}

    @Override
    public void trace(String message, Throwable cause) {}

    @Override
    public boolean isDebugEnabled() {
      return false;
    }

    @Override
    public void debug(String message) {}

    @Override
    public void debug(String format, Object argument) {}

    @Override
    public void debug(String format, Object first, Object second) {}

    @Override
    public void debug(String format, Object... arguments) {}

    @Override
    public void debug(String message, Throwable cause) {}

    @Override
    public boolean isInfoEnabled() {
      return false;
    }

    @Override
    public void info(String message) {}

    @Override
    public void info(String format, Object argument) {}

    @Override
    public void info(String format, Object first, Object second) {}

    @Override
    public void info(String format, Object... arguments) {}

    @Override
    public void info(String message, Throwable cause) {}

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public void warn(String message) {
      log().warn("{}", message);
    }

    @Override
    public void warn(String format, Object argument) {
      log().warn(pluginPrefix(argument) + format, argument);
    }

    @Override
    public void warn(String format, Object first, Object second) {
      log().warn(pluginPrefix(first, second) + format, first, second);
    }

    @Override
    public void warn(String format, Object... arguments) {
      log().warn(pluginPrefix(arguments) + format, arguments);
    }

    @Override
    public void warn(String message, Throwable cause) {
      log().warn("{}{}", pluginPrefix(cause), message, cause);
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }

    @Override
    public void error(String message) {
      log().error("{}", message);
    }

    @Override
    public void error(String format, Object argument) {
      log().error(pluginPrefix(argument) + format, argument);
    }

    @Override
    public void error(String format, Object first, Object second) {
      log().error(pluginPrefix(first, second) + format, first, second);
    }

    @Override
    public void error(String format, Object... arguments) {
      log().error(pluginPrefix(arguments) + format, arguments);
    }

    @Override
    public void error(String message, Throwable cause) {
      log().error("{}{}", pluginPrefix(cause), message, cause);
    }
  }
}
