package org.marac.gateway.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Refused;

/**
 * How an agency's columns, or the labels of its form, become the canonical message. What the shipped table knows need not be
 * said again; what neither knows is refused, because what it says would be lost. Safe to share between threads.
 */
public final class RowMapping {
    /** For agencies whose headers the shipped table knows. */
    static final RowMapping SHIPPED = new RowMapping(Map.of(), Set.of(), Map.of());

    private static final String NOT_ASKED = "NOT_ASKED";
    private static final int ID_DIGITS = 32;

    private final Map<String, Column> columns;
    private final Set<String> ignored;
    private final Map<String, String> constants;

    /**
     * A column.
     *
     * @param fields what stands in its cells
     * @param codes what the agency's own words mean
     */
    private record Column(List<RowField> fields, Map<String, String> codes) {}

    /** Under which words a row holds what a column, or a label, says. */
    @FunctionalInterface
    interface Keys {
        List<String> of(MappingBlock block) throws Flawed;
    }

    /**
     * One thing that is wrong with a row.
     *
     * @param place the column, and where in the message it belongs
     * @param pointer where in the message alone
     * @param code what is wrong
     */
    public record Problem(String place, String pointer, String code) {}

    private RowMapping(Map<String, Column> columns, Set<String> ignored, Map<String, String> constants) {
        this.columns = Map.copyOf(columns);
        this.ignored = Set.copyOf(ignored);
        this.constants = new TreeMap<>(constants);
    }

    /**
     * Reads the part of a mapping that rows and forms share.
     *
     * @param list under which the columns or labels stand
     * @param keys under which words a row holds what it says
     */
    static RowMapping read(MappingBlock top, String list, Keys keys) throws Flawed {
        Map<String, Column> columns = new HashMap<>();
        for (MappingBlock block : top.blocks(list)) {
            String to = block.text("to");
            List<RowField> fields =
                    RowFields.SHIPPED.named(to).orElseThrow(() -> block.flaw("to", "there is no field of this name"));
            Map<String, String> codes = new HashMap<>();
            if (block.has("codes")) {
                MappingBlock said = block.block("codes");
                for (String word : said.keys()) {
                    codes.put(RowFields.label(word), said.text(word));
                }
            }
            for (String header : keys.of(block)) {
                if (columns.put(RowFields.label(header), new Column(fields, codes)) != null) {
                    throw block.flaw("to", "two have the words " + header);
                }
            }
        }
        Set<String> ignored = new HashSet<>();
        if (top.has("ignore")) {
            top.texts("ignore").forEach(header -> ignored.add(RowFields.label(header)));
        }
        return new RowMapping(columns, ignored, constants(top));
    }

    private static Map<String, String> constants(MappingBlock top) throws Flawed {
        Map<String, String> constants = new HashMap<>();
        if (top.has("constants")) {
            MappingBlock block = top.block("constants");
            for (String name : block.keys()) {
                List<RowField> fields = RowFields.SHIPPED
                        .named(name)
                        .filter(found -> found.size() == 1)
                        .orElseThrow(() -> block.flaw(name, "there is no field of this name"));
                constants.put(fields.get(0).name(), block.text(name));
            }
        }
        return constants;
    }

    /** The canonical JSON a row stands for. */
    Bytes canonical(Bytes row, AgencyId sender) throws Refused {
        List<Problem> problems = new ArrayList<>();
        Draft draft = draft(row, problems);
        if (!problems.isEmpty()) {
            Problem first = problems.get(0);
            throw Refusals.invalid(first.code(), first.pointer());
        }
        return Bytes.utf8(complete(draft, row, sender).toString());
    }

    /** Everything that cannot be read in a row, in the order of its columns. */
    List<Problem> problems(Bytes row) throws Refused {
        List<Problem> problems = new ArrayList<>();
        draft(row, problems);
        return problems;
    }

    /** By what a row is told from those of other people. */
    Set<String> kin(Bytes row) throws Refused {
        return RowKin.of(draft(row, new ArrayList<>()).done());
    }

    private Draft draft(Bytes row, List<Problem> problems) throws Refused {
        Draft draft = new Draft();
        int number = 0;
        for (Map.Entry<String, String> entry : RowJson.read(row).entrySet()) {
            Cell cell = Cell.of(entry.getKey(), entry.getValue());
            if (!entry.getKey().equals(RowJson.FORM)) {
                number++;
                read(cell, "column-" + number, draft, problems);
            }
        }
        constants.forEach((name, value) ->
                read(RowFields.SHIPPED.named(name).orElseThrow().get(0), Cell.of(name, value), name, draft, problems));
        return draft;
    }

    private void read(Cell cell, String place, Draft draft, List<Problem> problems) {
        String label = RowFields.label(cell.label());
        if (cell.isEmpty() || ignored.contains(label)) {
            return;
        }
        Optional<Column> column = Optional.ofNullable(columns.get(label))
                .or(() -> RowFields.SHIPPED.labelled(cell.label()).map(fields -> new Column(fields, Map.of())));
        if (column.isEmpty()) {
            problems.add(new Problem(place, place, "unknown-column"));
            return;
        }
        Cell said =
                new Cell(cell.label(), column.get().codes().getOrDefault(RowFields.label(cell.text()), cell.text()));
        try {
            List<RowField> fields = column.get().fields();
            List<Cell> parts = CellParts.of(said, fields);
            for (int i = 0; i < fields.size(); i++) {
                read(fields.get(i), parts.get(i), place, draft, problems);
            }
        } catch (Damaged e) {
            problems.add(new Problem(place, column.get().fields().get(0).pointer(), e.code()));
        }
    }

    private static void read(RowField field, Cell cell, String place, Draft draft, List<Problem> problems) {
        try {
            field.kind().read(cell, draft, field.pointer());
        } catch (Damaged e) {
            problems.add(new Problem(place + ":" + field.pointer(), field.pointer(), e.code()));
        }
    }

    private static ObjectNode complete(Draft draft, Bytes row, AgencyId sender) {
        draft.otherwise("/kind", "REFERRAL");
        draft.object("").put("version", 1);
        draft.object("/header").set("sender", new TextNode(sender.value()));
        draft.otherwise("/header/purpose", "REFERRAL");
        draft.otherwise("/header/id", "row-" + row.digest().hex().substring(0, ID_DIGITS));
        // A table that does not say when is from when it was read.
        draft.otherwise(
                "/header/created",
                Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).toString());
        if (draft.has("/consent")) {
            draft.otherwise("/consent/victimAware", NOT_ASKED);
        }
        if (draft.has("/safeContact")) {
            draft.otherwise("/safeContact/method", "telephone");
            List.of("safeToCall", "safeToText", "safeToLeaveMessage")
                    .forEach(act -> draft.otherwise("/safeContact/" + act, NOT_ASKED));
        }
        return draft.done();
    }
}
