/** Who has signed which version of the protocol, and which parties, keys, channels and rules it names. */
@NullMarked
package org.marac.gateway.protocol;

import org.jspecify.annotations.NullMarked;
