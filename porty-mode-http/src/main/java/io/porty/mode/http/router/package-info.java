/** The routers for HTTP requests. Uses the plugin API only, as routers of other plugins do. */
@NullMarked
package io.porty.mode.http.router;

import org.jspecify.annotations.NullMarked;
