package org.marac.gateway.broker;

import org.marac.gateway.model.Bytes;

/** Encrypts what must wait on the broker's disk, so that its journal holds no message in clear. */
@FunctionalInterface
public interface Cover {
    /** The same bytes, readable only with the gateway's own key. */
    Bytes cover(Bytes plain);
}
