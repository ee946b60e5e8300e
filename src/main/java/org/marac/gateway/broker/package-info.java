/** The embedded queue broker: who may send to and read from which address. */
@NullMarked
package org.marac.gateway.broker;

import org.jspecify.annotations.NullMarked;
