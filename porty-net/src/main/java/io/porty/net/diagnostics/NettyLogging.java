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
    return new Quiet(name, pluginOn);
  }

  private static final class Quiet extends AbstractInternalLogger {

    private static final long serialVersionUID = 1;

    private final transient Function<StackTraceElement[], Optional<String>> pluginOn;

    Quiet(String name, Function<StackTraceElement[], Optional<String>> pluginOn) {
      super(name);
      this.pluginOn = pluginOn;
    }

    private Diagnostics said() {
      return Diagnostics.named(name());
    }

    /** Adds the name of the plugin: Netty's message has at most the handler's class. */
    private String by(@Nullable Object... arguments) {
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
      said().warn("{}", message);
    }

    @Override
    public void warn(String format, Object argument) {
      said().warn(by(argument) + format, argument);
    }

    @Override
    public void warn(String format, Object first, Object second) {
      said().warn(by(first, second) + format, first, second);
    }

    @Override
    public void warn(String format, Object... arguments) {
      said().warn(by(arguments) + format, arguments);
    }

    @Override
    public void warn(String message, Throwable cause) {
      said().warn("{}{}", by(cause), message, cause);
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }

    @Override
    public void error(String message) {
      said().error("{}", message);
    }

    @Override
    public void error(String format, Object argument) {
      said().error(by(argument) + format, argument);
    }

    @Override
    public void error(String format, Object first, Object second) {
      said().error(by(first, second) + format, first, second);
    }

    @Override
    public void error(String format, Object... arguments) {
      said().error(by(arguments) + format, arguments);
    }

    @Override
    public void error(String message, Throwable cause) {
      said().error("{}{}", by(cause), message, cause);
    }
  }
}
