/** Where a plugin begins: the one ServiceLoader entry and the API level that the loader checks. */
@NullMarked
package io.porty.api.plugin;

import org.jspecify.annotations.NullMarked;
