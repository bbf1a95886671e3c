/**
 * The routers that look at HTTP requests. Sees only the plugin API, as a stranger's router does.
 */
@NullMarked
package io.porty.mode.http.router;

import org.jspecify.annotations.NullMarked;
