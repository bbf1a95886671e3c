/** JFR events of dialling, and the check that keeps JFR unloaded. */
@NullMarked
package io.porty.net.jfr;

import org.jspecify.annotations.NullMarked;
