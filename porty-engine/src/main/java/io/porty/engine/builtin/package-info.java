/** What the engine itself provides through the plugin API. */
@NullMarked
package io.porty.engine.builtin;

import org.jspecify.annotations.NullMarked;
