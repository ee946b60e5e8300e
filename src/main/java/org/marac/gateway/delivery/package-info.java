/** The doors out: a sealed disclosure goes onto the wire, and the wire's answer says whether it was delivered. */
@NullMarked
package org.marac.gateway.delivery;

import org.jspecify.annotations.NullMarked;
