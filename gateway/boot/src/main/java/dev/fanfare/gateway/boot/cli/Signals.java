package dev.fanfare.gateway.boot.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Hears the signals of the operating system. The JDK's own class for it is not part of its public
 * face and the compiler warns of every mention, so it is reached by name; where it is missing,
 * signals do what the JVM does with them.
 */
@FunctionalInterface
interface Signals {
  /**
   * Runs {@code action}, on a thread of its own, whenever the signal comes; such as {@code HUP}.
   */
  void on(String signal, Runnable action);

  /** The signals of this process. */
  static Signals ofProcess() {
    return (name, action) -> {
      try {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object proxy =
            Proxy.newProxyInstance(
                handler.getClassLoader(),
                new Class<?>[] {handler},
                (self, method, arguments) -> {
                  if (method.getName().equals("handle")) {
                    action.run();
                  }
                  return null;
                });
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      } catch (InvocationTargetException thisSystemHasNoSuchSignal) {
        return;
      } catch (ReflectiveOperationException thisJdkHasNoSuchClass) {
        return;
      }
    };
  }
}
