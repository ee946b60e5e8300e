package org.marac.gateway.disclosure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.marac.gateway.model.DataCategory;

/**
 * What a viewer does not get although the category is permitted: another agency's item that it did not release, where
 * intelligence came from, and a way to reach the victim that nobody called safe. The record keeps all of it.
 *
 * @param sender the agency whose message it is
 * @param purpose for what the message is
 * @param viewer who looks
 */
record Reserved(String sender, String purpose, Viewer viewer) {
    private static final Set<String> USES = Set.of("safeToCall", "safeToText", "safeToLeaveMessage");

    /** Whether this property of this object is kept back. */
    boolean keepsBack(JsonNode holder, String property) {
        if (viewer.isRecord()) {
            return false;
        }
        if (holder.has("category") && holder.has("assertion")) {
            return isUnreleased(holder) || property.equals("source") && isIntelligence(holder);
        }
        if (holder.has("safeToCall") && !isSafe(holder)) {
            return property.equals("value") || property.equals("times") || property.equals("via");
        }
        return false;
    }

    /** Only the originator may release what it said, to whom and for what it says (P12). */
    private boolean isUnreleased(JsonNode item) {
        String originator = item.path("originator").asText();
        String id = viewer.id().value();
        return !originator.isEmpty()
                && !originator.equals(sender)
                && !originator.equals(id)
                && StreamSupport.stream(item.path("releasedTo").spliterator(), false)
                        .filter(release -> release.path("agency").asText().equals(id))
                        .flatMap(release ->
                                StreamSupport.stream(release.path("purposes").spliterator(), false))
                        .noneMatch(allowed -> allowed.asText().equals(purpose));
    }

    /** What identifies a source goes before intelligence is shared: sanitisation (College of Policing). */
    private static boolean isIntelligence(JsonNode item) {
        return item.path("category").asText().equals(DataCategory.POLICE_INTEL_P.name());
    }

    /** Unknown is unsafe. */
    private static boolean isSafe(JsonNode contact) {
        return USES.stream().anyMatch(use -> contact.path(use).asText().equals("YES"));
    }
}
