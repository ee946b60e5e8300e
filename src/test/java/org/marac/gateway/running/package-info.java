/** The whole gateway as a process of its own, met by real clients: killed, starved, and searched for what it must not keep. */
@NullMarked
package org.marac.gateway.running;

import org.jspecify.annotations.NullMarked;
