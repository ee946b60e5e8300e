/** The doors in: what arrives on the wire becomes an arrival, and an outcome becomes the wire's answer. */
@NullMarked
package org.marac.gateway.intake;

import org.jspecify.annotations.NullMarked;
