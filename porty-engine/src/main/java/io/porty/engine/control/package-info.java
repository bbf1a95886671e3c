/**
 * What the admin endpoint needs of a running Porty, and what Porty needs of the admin endpoint. The
 * endpoint itself is the module porty-admin, loaded only when the configuration has {@code
 * [admin]}.
 */
@NullMarked
package io.porty.engine.control;

import org.jspecify.annotations.NullMarked;
