package org.marac.gateway.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** Tables as agencies' staff write them. */
public final class Tables {
    /** Headers that the example's agencies use, its line end included. */
    public static final String HEADER =
            "Referral reference,Date of Referral,Referred By Name,Victim name,Victim DOB,Contact Telephone No.,"
                    + "Alleged perpetrator,Professional judgement,Rationale,Does the client consent to this referral\n";

    private Tables() {}

    /** A workbook of one sheet with these rows, the header first. */
    public static byte[] workbook(List<List<String>> rows) throws IOException {
        try (XSSFWorkbook workbook = new XSSFWorkbook();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            Sheet sheet = workbook.createSheet("Referrals");
            for (List<String> cells : rows) {
                Row row = sheet.createRow(sheet.getPhysicalNumberOfRows());
                for (int i = 0; i < cells.size(); i++) {
                    row.createCell(i).setCellValue(cells.get(i));
                }
            }
            workbook.write(out);
            return out.toByteArray();
        }
    }
}
