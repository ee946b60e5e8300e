package org.marac.gateway.audit;

import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Position;

/**
 * An entry as the log holds it.
 *
 * @param position where it stands
 * @param software the version of the gateway that wrote it
 * @param entry what it says
 */
public record Logged(Position position, String software, Entry entry) {}
