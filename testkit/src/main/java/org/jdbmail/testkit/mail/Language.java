package org.jdbmail.testkit.mail;

import java.util.List;
import java.util.Random;

/**
 * A few words of a language, for texts that look like ones, with the charsets in which such mail is written.
 *
 * @param words the words, frequent ones first
 * @param charsets names of charsets that can hold them, besides UTF-8
 * @param space what stands between words
 */
record Language(List<String> words, List<String> charsets, String space) {
    static final Language ENGLISH = of(
            " ",
            "US-ASCII",
            "the to and of a in we is for on that it with you this are have be as our will not from at can by or but if"
                    + " all please time report next week meeting thanks order room number list about would should which"
                    + " when after before first last new old open closed price table figure draft version letter answer"
                    + " question project plan budget invoice contract delivery server machine network window garden river"
                    + " bridge train station ticket morning evening month winter summer paper copy office desk kitchen"
                    + " harbour island mountain weather forecast rain wind light north south village market engine wheel"
                    + " needed agreed attached missing found moved measured written signed forwarded early late quite"
                    + " rather perhaps certainly already still again never often seldom together between without because"
                    + " however therefore although while until since whether either neither");
    private static final Language GERMAN = of(
            " ",
            "ISO-8859-1 ISO-8859-15 windows-1252",
            "der die und das ist nicht für über möchten größer schöne Grüße Straße Brücke Zähler früh spät Woche"
                    + " Rechnung prüfen Übersicht Änderung gemäß wäre hätten Bücher Tür Schlüssel Maß");
    private static final Language FRENCH = of(
            " ",
            "ISO-8859-1 windows-1252",
            "le la les et à de très été déjà où être cœur élève forêt garçon leçon naïf réponse côté hôtel août"
                    + " merci facture réunion semaine première dernière mètre");
    private static final Language POLISH = of(
            " ",
            "ISO-8859-2 windows-1250",
            "i w na się że jest nie proszę dziękuję książka łódź źródło żółty środa ćwiczenie");
    private static final Language RUSSIAN = of(
            " ",
            "KOI8-R windows-1251 ISO-8859-5",
            "и в не на что это как письмо встреча неделя завтра пожалуйста спасибо отчёт дорога река зима работа ответ");
    private static final Language GREEK = of(
            " ", "ISO-8859-7", "και το να με για που ευχαριστώ εβδομάδα συνάντηση θάλασσα ημέρα βιβλίο αύριο δρόμος");
    private static final Language JAPANESE =
            of("", "ISO-2022-JP Shift_JIS EUC-JP", "お世話 会議 来週 資料 確認 お願いします ありがとう 東京 時間 予定 変更 について です 。");
    private static final Language CHINESE = of("", "GB18030 Big5", "你好 明天 文件 中文 我 大 人 天 地 山 水 火 日 月 木 金");
    private static final Language ARABIC =
            of(" ", "ISO-8859-6 windows-1256", "في من على هذا كتاب شكرا غدا رسالة مدينة بيت شمس");
    private static final Language SIGNS = of(" ", "UTF-8", "🙂 ✓ naïve → 10 € — “quoted” ½ 東京 привет ∑ 🚂 𝒳 e\u0301");

    /** The languages that need more than US-ASCII. */
    static final List<Language> FOREIGN =
            List.of(GERMAN, FRENCH, POLISH, RUSSIAN, GREEK, JAPANESE, CHINESE, ARABIC, SIGNS);

    private static Language of(String space, String charsets, String words) {
        return new Language(List.of(words.split(" ")), List.of(charsets.split(" ")), space);
    }

    /** A word; early ones come more often. */
    String word(Random random) {
        double place = random.nextDouble();
        return words.get((int) (words.size() * place * place));
    }

    /** Some words in a row. */
    String phrase(Random random, int count) {
        StringBuilder text = new StringBuilder(word(random));
        for (int i = 1; i < count; i++) {
            text.append(space).append(word(random));
        }
        return text.toString();
    }

    /** Sentences on lines of at most about 72 columns, each ended by CRLF, at least so many chars in all. */
    String prose(Random random, int length) {
        StringBuilder text = new StringBuilder(length + 100);
        int column = 0;
        while (text.length() < length) {
            String sentence = phrase(random, 4 + random.nextInt(12)) + ".";
            for (String word : space.isEmpty() ? List.of(sentence) : List.of(sentence.split(" "))) {
                if (column + word.length() > 72) {
                    text.append("\r\n");
                    column = 0;
                } else if (column > 0) {
                    text.append(' ');
                    column++;
                }
                text.append(word);
                column += word.length();
            }
            if (random.nextInt(6) == 0) {
                text.append("\r\n\r\n");
                column = 0;
            }
        }
        return text.append("\r\n").toString();
    }
}
