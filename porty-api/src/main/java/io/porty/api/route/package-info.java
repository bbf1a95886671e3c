/** How a backend is chosen: routers see a request and answer with a decision, now or later. */
@NullMarked
package io.porty.api.route;

import org.jspecify.annotations.NullMarked;
