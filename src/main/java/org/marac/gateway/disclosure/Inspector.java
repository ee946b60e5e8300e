package org.marac.gateway.disclosure;

import com.fasterxml.jackson.core.JsonToken;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Material;

/**
 * Checks a view again from the bytes that will leave: everything the viewer may see is there, nothing else is, each value
 * where it stood, and no text holds a protected value. It shares nothing with the projector: it reads tokens where the
 * projector walks a tree, and looks labels up in a table where the projector follows the schema.
 *
 * @param message what was said
 * @param search finds protected values
 * @param viewer for whom the view is
 * @param mayRedact whether texts may have lost sentences
 * @param leftOut pointers of parts that must be left out although the viewer may see them
 * @param standing the materials of protected values that stand in the view and could not be taken out
 */
record Inspector(
        Document message,
        Search search,
        Viewer viewer,
        boolean mayRedact,
        Set<String> leftOut,
        Set<Material> standing) {

    /**
     * The materials of protected values that stand in the view and cannot be taken out: in the envelope, or in texts that
     * may not be changed.
     *
     * @param view the bytes that will leave
     * @throws DisclosureFault where the view is not exactly what the viewer may see
     */
    static Set<Material> inspect(
            Document message, Search search, Viewer viewer, boolean mayRedact, Set<String> leftOut, byte[] view) {
        Inspector inspector = new Inspector(message, search, viewer, mayRedact, leftOut, new HashSet<>());
        Node seen = Node.read(view);
        if (!inspector.fits(seen, message.root())) {
            throw new DisclosureFault("The view is not what may be seen", inspector.where(seen));
        }
        return inspector.standing;
    }

    /** Whether the part of the view is exactly what may be seen of this part of the message. */
    private boolean fits(Node seen, Part whole) {
        if (whole.node().isValue()) {
            return maySee(whole) && seen.type() == whole.node().type() && says(seen, whole);
        }
        if (seen.type() != whole.node().type() || whole.isAddress() && search.isInAddress(whole, viewer)) {
            return false;
        }
        return whole.node().isList() ? elementsFit(seen, whole) : fieldsFit(seen, whole);
    }

    private boolean fieldsFit(Node seen, Part whole) {
        if (seen.fields().isEmpty()
                || !whole.fields().keySet().containsAll(seen.fields().keySet())) {
            return false;
        }
        for (Map.Entry<String, Part> field : whole.fields().entrySet()) {
            Node shown = seen.fields().get(field.getKey());
            if (shown == null ? !mayBeMissing(field.getValue()) : !fits(shown, field.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** Each element in the view is one of the message, in their order, and those in between may be missing. */
    private boolean elementsFit(Node seen, Part whole) {
        if (seen.elements().isEmpty()) {
            return false;
        }
        int at = 0;
        for (Part element : whole.elements()) {
            if (at < seen.elements().size() && fits(seen.elements().get(at), element)) {
                at++;
            } else if (!mayBeMissing(element)) {
                return false;
            }
        }
        return at == seen.elements().size();
    }

    /** Whether nothing of it may be seen, or what may be seen is a protected value. */
    private boolean mayBeMissing(Part whole) {
        if (whole.node().isValue()) {
            return !maySee(whole) || isProtected(whole);
        }
        return whole.isAddress() && search.isInAddress(whole, viewer)
                || whole.fields().values().stream().allMatch(this::mayBeMissing)
                        && whole.elements().stream().allMatch(this::mayBeMissing);
    }

    private boolean maySee(Part value) {
        return viewer.maySee(value.source()) && !leftOut.contains(value.pointer());
    }

    private boolean isProtected(Part value) {
        return Document.isText(value.node())
                && !Enclosure.isData(value)
                && value.material().category() != DataCategory.ENVELOPE
                && !hidden(value.node().text(), value).isEmpty();
    }

    /** Whether it says the same, or as much of it as may be said. */
    private boolean says(Node seen, Part whole) {
        if (seen.type() != JsonToken.VALUE_STRING || Enclosure.isData(whole)) {
            return seen.text().equals(whole.node().text());
        }
        List<Hit> hits = hidden(seen.text(), whole);
        boolean envelope = whole.material().category() == DataCategory.ENVELOPE;
        if (!hits.isEmpty()) {
            if (mayRedact && !envelope || !seen.text().equals(whole.node().text())) {
                return false;
            }
            hits.forEach(hit -> standing.addAll(hit.sought().hidden(viewer)));
        }
        return seen.text().equals(whole.node().text())
                || mayRedact
                        && !envelope
                        && isProtected(whole)
                        && isShortened(seen.text(), whole.node().text());
    }

    private List<Hit> hidden(String text, Part where) {
        return search.hidden(text, where, viewer);
    }

    /** Whether a text is the other with markers in place of some of it: the pieces between them, all and in order. */
    private static boolean isShortened(String text, String whole) {
        String[] pieces = text.split(Pattern.quote(Projection.MARKER), -1);
        if (pieces.length < 2 || !whole.startsWith(pieces[0])) {
            return false;
        }
        int at = pieces[0].length();
        for (int i = 1; i < pieces.length - 1; i++) {
            int found = whole.indexOf(pieces[i], at);
            if (found < 0) {
                return false;
            }
            at = found + pieces[i].length();
        }
        String last = pieces[pieces.length - 1];
        return whole.length() - last.length() >= at && whole.endsWith(last);
    }

    /** A name of the schema for people to begin at; never one that the view made up. */
    private String where(Node seen) {
        for (Map.Entry<String, Part> field : message.root().fields().entrySet()) {
            Node shown = seen.fields().get(field.getKey());
            if (shown != null && !fits(shown, field.getValue())) {
                return "/" + field.getKey();
            }
        }
        return "/";
    }
}
