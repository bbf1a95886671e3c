/**
 * Where a plugin begins: the one entry that ServiceLoader finds, and the API level that the loader
 * checks.
 *
 * <p>A plugin is a jar, or a folder of jars, in {@code plugins/}, with a class loader of its own.
 * Its {@link io.porty.api.plugin.PortyPlugin} offers factories; a factory makes what works:
 *
 * <pre>
 *   START                                  RELOAD                         STOP
 *
 *   jar found, Porty-Api-Level checked
 *        |
 *   new YourPlugin()            once
 *   routers(), modes(), ...     once
 *        |
 *   configuration read, its names and
 *   keys checked against the factories  &lt;--+  file has changed
 *        |                                 |
 *   factory.create(settings, context)   &lt;--+  for each route
 *        |            ( porty check stops here; modes and
 *        |              listeners are not made by it )
 *        |                                 |
 *        |                          inheritFrom(predecessor)    of the same name and route
 *        |                                 |
 *     start()                           start()              connections, threads, files
 *        |                                 |
 *   listeners bind                    new traffic goes to
 *        |                            the new ones
 *        v                                 |
 *     at work: route(), accept(),          +-- drain(), close() of the old ones,
 *     exchangeEnded(), ...                     when nobody uses them any more
 *                                                               |
 *                                                            drain()   no new connection comes
 *                                                               |
 *                                                            close()   nobody asks any more
 * </pre>
 *
 * <p><b>Threads.</b> {@code create}, {@code inheritFrom}, {@code start}, {@code drain} and {@code
 * close} run on a thread of their own, each for at most {@value
 * io.porty.api.Lifecycle#DEADLINE_SECONDS} seconds. Routers and modes are called on event loops,
 * which never wait; access logs on a thread of the log, one record behind the other. What waits
 * belongs into {@link io.porty.api.PluginContext#blocking}.
 *
 * <p><b>Faults.</b> What a plugin throws ends what it was asked for, not Porty; the log names the
 * plugin, its part and the route.
 *
 * <p><b>Who implements what.</b> {@link io.porty.api.PluginImplements} marks the interfaces that
 * plugins implement, {@link io.porty.api.PortyImplements} those that they are given.
 */
@NullMarked
package io.porty.api.plugin;

import org.jspecify.annotations.NullMarked;
