package io.porty.cli;

import java.lang.reflect.Proxy;

/**
 * Handlers for signals of the operating system. Uses sun.misc.Signal of the module jdk.unsupported,
 * for which Java has no replacement; by reflection, because the compiler's warning about the class
 * cannot be suppressed.
 */
final class Signals {

  /**
   * Runs an action, on a new thread, each time a signal arrives.
   *
   * @param name without SIG: {@code HUP}
   * @return false if this system lacks the signal or the JVM reserves it
   */
  static boolean on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                }
                return method.getReturnType() == boolean.class ? self == arguments[0] : null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  private Signals() {}
}
