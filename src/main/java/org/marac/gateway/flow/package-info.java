/** The main line every message takes, and the order of its steps. */
@NullMarked
package org.marac.gateway.flow;

import org.jspecify.annotations.NullMarked;
