/** What does it say? Bytes become the canonical message, and the canonical message becomes bytes. */
@NullMarked
package org.marac.gateway.format;

import org.jspecify.annotations.NullMarked;
