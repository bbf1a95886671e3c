/**
 * HTTP/2 (RFC 9113) to clients: frames, flow control, streams, limits against abuse. A request's
 * header block becomes a head in HTTP/1 form, which the one {@code HeadParser} accepts or refuses;
 * a response is encoded from its finished HTTP/1 head. Sees exchanges only as {@code
 * ClientStream.Handler}, and HTTP/1 connections not at all.
 */
@NullMarked
package io.porty.mode.http.h2;

import org.jspecify.annotations.NullMarked;
