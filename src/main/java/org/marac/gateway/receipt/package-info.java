/** What we tell the sender, signed, and the same on every retry. */
@NullMarked
package org.marac.gateway.receipt;

import org.jspecify.annotations.NullMarked;
