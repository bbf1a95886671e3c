/**
 * The admin endpoint: dashboard, metrics, health checks and commands of a running Porty. It has a
 * listener and threads of its own, and reads the state of the data path without locking it.
 */
@NullMarked
package io.porty.admin;

import org.jspecify.annotations.NullMarked;
