package org.marac.gateway.disclosure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Guarded;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Ruling;

/**
 * What may this recipient see of it? Makes the recipient's own view of a message by allow-list, then reads the bytes back and checks
 * them with code that shares nothing with what made them. Safe to share between threads.
 */
public final class Disclosure {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Projection projection;
    private final Inspector inspector;

    /**
     * A disclosure that follows the schema, and is checked by the table.
     *
     * @param schema the published schema of the canonical message, whose labels the projection follows
     * @param labels a table of the same labels, made by other code, which the check looks up
     */
    public Disclosure(Bytes schema, Labels labels) {
        this(new Projector(tree(schema.toArray(), "schema")), new Inspector(labels));
    }

    Disclosure(Projection projection, Inspector inspector) {
        this.projection = projection;
        this.inspector = inspector;
    }

    /**
     * A view for each of the recipients, in the permits' order.
     *
     * @param canonical the message in canonical JSON
     * @param record the coordinator's agency, where one of the permits is for the record it keeps
     * @param permits the rulings that permit it
     * @param guarded values of the case that must not stand in text either, for whom their material is not permitted
     * @throws DisclosureFault where a view does not pass its check: nothing may leave
     */
    public List<Projected> disclose(
            Bytes canonical, Optional<AgencyId> record, List<Ruling.Permit> permits, List<Guarded> guarded) {
        return permits.stream()
                .map(permit -> disclose(canonical, permit, guarded))
                .toList();
    }

    /**
     * The recipient's view: the permitted materials and the envelope, nothing else. Where a permitted text repeats an address or a
     * number the recipient may not know, the marker {@code [withheld]} stands in its place if the permit obliges us to
     * redact; if not, the view is in doubt and a person must look.
     *
     * @param canonical the message in canonical JSON
     * @param permit the ruling that permits it
     * @param guarded values of the case that must not stand in text either, for whom their material is not permitted
     * @throws DisclosureFault where the view does not pass its check: nothing may leave
     */
    public Projected disclose(Bytes canonical, Ruling.Permit permit, List<Guarded> guarded) {
        byte[] message = canonical.toArray();
        Set<Material> permitted = new HashSet<>(permit.materials());
        permitted.add(Material.of(DataCategory.ENVELOPE));
        permitted.removeIf(material -> material.category() == DataCategory.UNCLASSIFIED);
        Projection.View view = projection.project(tree(message, "message"), permitted, Set.of());
        byte[] bytes = bytes(view.document());
        Set<String> found = inspector.inspect(message, bytes, permitted, guarded);
        if (!found.isEmpty() && !permit.obligations().contains(Obligation.REDACT)) {
            return new Projected(permit, Bytes.of(bytes), view.withheld(), view.withheld());
        }
        if (!found.isEmpty()) {
            bytes = bytes(projection.project(view.document(), permitted, found).document());
            if (!inspector.inspect(message, bytes, permitted, guarded).isEmpty()) {
                throw new DisclosureFault("A protected value that could not be taken out", "the view");
            }
        }
        return new Projected(permit, Bytes.of(bytes), view.withheld(), Set.of());
    }

    private static JsonNode tree(byte[] json, String what) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            // The library's exception quotes the document, so it is not passed on.
            throw new DisclosureFault("Not readable", what);
        }
    }

    private static byte[] bytes(JsonNode view) {
        try {
            return JSON.writeValueAsBytes(view);
        } catch (JsonProcessingException e) {
            throw new DisclosureFault("Not writable", "the view");
        }
    }
}
