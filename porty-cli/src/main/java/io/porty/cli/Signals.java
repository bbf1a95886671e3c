package io.porty.cli;

import java.lang.reflect.Proxy;

/**
 * Signals of the operating system, by way of sun.misc.Signal of the module jdk.unsupported: Java
 * has nothing else for it. Named in texts, because the compiler warns of the class itself and
 * cannot be told not to.
 */
final class Signals {

  /**
   * Runs an action on a thread of its own each time that a signal comes.
   *
   * @param name without SIG: {@code HUP}
   * @return whether this system has it and lets it be handled
   */
  static boolean on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object own =
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
          .invoke(null, signal.getConstructor(String.class).newInstance(name), own);
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  private Signals() {}
}
