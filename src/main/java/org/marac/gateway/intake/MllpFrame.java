package org.marac.gateway.intake;

import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;

/**
 * One message as it came over MLLP, without its frame.
 *
 * @param certificate digest of the client certificate that mutual TLS proved
 * @param bytes what stood between start and end; of a message larger than the limit one byte more than the limit
 */
public record MllpFrame(Digest certificate, Bytes bytes) {}
