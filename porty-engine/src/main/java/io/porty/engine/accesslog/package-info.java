/** Access logs: asynchronous delivery off the event loops, outputs, and the built-in formats. */
@NullMarked
package io.porty.engine.accesslog;

import org.jspecify.annotations.NullMarked;
