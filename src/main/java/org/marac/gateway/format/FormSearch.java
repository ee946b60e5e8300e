package org.marac.gateway.format;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks for the answers beside the labels of one form that was filled in. */
final class FormSearch {
    private final List<FormBlock> blocks;
    private final Set<String> words = new HashSet<>();
    private final Set<String> headings = new HashSet<>();
    private final Set<Spot> read = new HashSet<>();

    FormSearch(List<FormBlock> blocks, List<FormLabel> labels) {
        this.blocks = blocks;
        for (FormLabel label : labels) {
            words.addAll(label.spellings());
            label.under().ifPresent(headings::add);
            label.column().ifPresent(words::add);
        }
        words.addAll(headings);
    }

    /** A cell of the form. */
    private record Spot(int block, int row, int column) {}

    /**
     * An answer.
     *
     * @param place where it stands
     * @param text what it says
     */
    record Found(String place, String text) {}

    /** Every answer the label can be about; one, if it is clear. */
    List<Found> find(FormLabel label) {
        List<Found> found = new ArrayList<>();
        Optional<String> heading = Optional.empty();
        for (int b = 0; b < blocks.size(); b++) {
            List<List<String>> rows = blocks.get(b).rows();
            for (int r = 0; r < rows.size(); r++) {
                for (int c = 0; c < rows.get(r).size(); c++) {
                    String printed = RowFields.label(rows.get(r).get(c));
                    heading = headings.contains(printed) ? Optional.of(printed) : heading;
                    if (label.under().isEmpty() || label.under().equals(heading)) {
                        beside(label, new Spot(b, r, c)).ifPresent(found::add);
                    }
                }
            }
        }
        return found;
    }

    private Optional<Found> beside(FormLabel label, Spot at) {
        String cell = text(at);
        if (label.spellings().contains(RowFields.label(cell))) {
            Optional<Spot> answer = answer(label, at);
            answer.ifPresent(read::add);
            return answer.map(spot -> new Found(place(spot), text(spot)));
        }
        int colon = cell.indexOf(':');
        if (colon > 0 && label.spellings().contains(RowFields.label(cell.substring(0, colon)))) {
            read.add(at);
            return Optional.of(new Found(place(at), cell.substring(colon + 1).strip()));
        }
        return Optional.empty();
    }

    private Optional<Spot> answer(FormLabel label, Spot at) {
        if (label.column().isPresent()) {
            return column(label.column().get(), at);
        }
        Spot spot = label.below() ? below(at) : new Spot(at.block(), at.row(), at.column() + 1);
        boolean isAnother = words.contains(RowFields.label(text(spot)));
        // Beside a label that nobody filled in stands the next one.
        return Optional.of(isAnother ? new Spot(at.block(), at.row(), Integer.MAX_VALUE) : spot);
    }

    /** Under a paragraph stands the next part of the form. */
    private Spot below(Spot at) {
        boolean last = at.row() + 1 >= blocks.get(at.block()).rows().size();
        return last && at.block() + 1 < blocks.size()
                ? new Spot(at.block() + 1, 0, 0)
                : new Spot(at.block(), at.row() + 1, at.column());
    }

    private Optional<Spot> column(String heading, Spot at) {
        List<List<String>> rows = blocks.get(at.block()).rows();
        for (int r = at.row() - 1; r >= 0; r--) {
            for (int c = 0; c < rows.get(r).size(); c++) {
                if (RowFields.label(rows.get(r).get(c)).equals(heading)) {
                    return Optional.of(new Spot(at.block(), at.row(), c));
                }
            }
        }
        return Optional.empty();
    }

    /** What is filled in somewhere and was not read. */
    List<Found> left(String title, Set<String> ignored) {
        List<Found> left = new ArrayList<>();
        for (int b = 0; b < blocks.size(); b++) {
            for (int r = 0; r < blocks.get(b).rows().size(); r++) {
                for (int c = 0; c < blocks.get(b).rows().get(r).size(); c++) {
                    Spot spot = new Spot(b, r, c);
                    String printed = RowFields.label(text(spot));
                    boolean known = printed.isEmpty()
                            || words.contains(printed)
                            || ignored.contains(printed)
                            || printed.contains(RowFields.label(title));
                    if (!known && !read.contains(spot)) {
                        left.add(new Found(place(spot), text(spot)));
                    }
                }
            }
        }
        return left;
    }

    private String text(Spot spot) {
        return Cell.plain(blocks.get(spot.block()).cell(spot.row(), spot.column()));
    }

    private String place(Spot spot) {
        FormBlock block = blocks.get(spot.block());
        return block.place().startsWith("paragraph")
                ? block.place()
                : block.place() + "/row-" + (spot.row() + 1) + "/cell-" + (spot.column() + 1);
    }
}
