/** Takes traffic records off the event loops and writes them as the built-in logs do. */
@NullMarked
package io.porty.engine.accesslog;

import org.jspecify.annotations.NullMarked;
