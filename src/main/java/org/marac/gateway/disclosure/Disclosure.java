package org.marac.gateway.disclosure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Doubt;
import org.marac.gateway.model.Guarded;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Ruling;

/**
 * What may each recipient see of it? Makes each one's own view of a message by allow-list, takes out what gives away a
 * protected value all the same, then reads the bytes back and checks them with code that shares nothing with what made
 * them. Safe to share between threads.
 */
public final class Disclosure {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Projection projection;
    private final Prose prose;
    private final Labels labels;
    private final Words words;

    /**
     * A disclosure that follows the schema, and is checked by the table.
     *
     * @param schema the published schema of the canonical message, whose labels the projection follows
     * @param labels a table of the same labels, made by other code, which the check looks up
     * @param words what attached documents say
     */
    public Disclosure(Bytes schema, Labels labels, Words words) {
        this(new Projector(tree(schema.toArray(), "schema")), tree(schema.toArray(), "schema"), labels, words);
    }

    Disclosure(Projection projection, JsonNode schema, Labels labels, Words words) {
        this.projection = projection;
        this.prose = Prose.of(schema);
        this.labels = labels;
        this.words = words;
    }

    /**
     * A view for each of the recipients, in the permits' order: the permitted materials and the envelope, nothing else.
     * Where a permitted text repeats a value the recipient may not know, the marker {@code [withheld]} stands in place of
     * the sentence if the permit obliges us to redact; if not, the view is in doubt and a person must look. So it is
     * where a protected value stands in the envelope, which cannot be changed, and where intelligence with handling code
     * C is permitted, which no machine passes on; and where a document attached to it says such a value, or nobody can
     * tell what it says. What is in doubt waits, or is left out with all the sentences that are.
     *
     * @param canonical the message in canonical JSON
     * @param record the coordinator's agency, where one of the permits is for the record it keeps
     * @param permits the rulings that permit it
     * @param guarded values of the case that must not stand in text either, for whom their material is not permitted
     * @param doubt what becomes of what is in doubt
     * @throws DisclosureFault where a view does not pass its check: nothing may leave
     */
    public List<Projected> disclose(
            Bytes canonical,
            Optional<AgencyId> record,
            List<Ruling.Permit> permits,
            List<Guarded> guarded,
            Doubt doubt) {
        byte[] message = canonical.toArray();
        Document document = new Document(message, labels, record);
        List<Viewer> viewers =
                permits.stream().map(permit -> Viewer.of(permit, record)).toList();
        List<Enclosure> enclosures = Enclosure.in(document, words);
        Search search = new Search(Gathering.of(document.root(), enclosures, guarded, viewers));
        Desk desk = new Desk(
                tree(message, "message"),
                document,
                enclosures,
                search,
                Suspects.in(document, prose, search),
                doubt == Doubt.IS_LEFT_OUT);
        List<Projected> views = new ArrayList<>();
        for (int i = 0; i < permits.size(); i++) {
            views.add(desk.view(permits.get(i), viewers.get(i)));
        }
        return views;
    }

    /** One message, and what was found in it once for all recipients. */
    private final class Desk {
        private final JsonNode tree;
        private final Document document;
        private final List<Enclosure> enclosures;
        private final Search search;
        private final Suspects suspects;
        private final boolean leavesOut;
        private final Map<Alike, Projected> made = new HashMap<>();

        Desk(
                JsonNode tree,
                Document document,
                List<Enclosure> enclosures,
                Search search,
                Suspects suspects,
                boolean leavesOut) {
            this.tree = tree;
            this.document = document;
            this.enclosures = enclosures;
            this.search = search;
            this.suspects = suspects;
            this.leavesOut = leavesOut;
        }

        /** Recipients who may see the same get the same bytes. */
        Projected view(Ruling.Permit permit, Viewer viewer) {
            Optional<Viewer> watched = Optional.of(viewer).filter(v -> document.isReserved() || v.isRecord());
            Alike alike = new Alike(
                    viewer.permitted(),
                    leavesOut || permit.obligations().contains(Obligation.REDACT),
                    watched.map(Viewer::id));
            Projected view = made.get(alike);
            if (view == null) {
                view = make(permit, viewer, alike.mayRedact());
                made.put(alike, view);
            }
            return new Projected(permit, view.view(), view.withheld(), view.doubts());
        }

        private Projected make(Ruling.Permit permit, Viewer viewer, boolean mayRedact) {
            Set<String> leftOut = new HashSet<>();
            Set<Material> doubts = new HashSet<>();
            for (Enclosure enclosure : enclosures) {
                Set<Material> found = enclosure.doubts(search, viewer);
                if (leavesOut && !found.isEmpty()) {
                    leftOut.addAll(enclosure.pointers());
                } else {
                    doubts.addAll(found);
                }
            }
            Redaction redaction =
                    Redaction.of(suspects, search, viewer, mayRedact).without(leftOut);
            Projection.View view = projection.project(tree, viewer, redaction);
            byte[] bytes = bytes(view.document());
            doubts.addAll(Inspector.inspect(document, search, viewer, mayRedact, leftOut, bytes));
            document.materials().stream()
                    .filter(material -> material.category() == DataCategory.POLICE_INTEL_C && viewer.maySee(material))
                    .forEach(doubts::add);
            return new Projected(permit, Bytes.of(bytes), view.withheld(), doubts);
        }
    }

    /**
     * What a view depends on beside the message.
     *
     * @param who where it matters who it is
     */
    private record Alike(Set<Material> permitted, boolean mayRedact, Optional<AgencyId> who) {}

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
