people = { $count }人

## 人事システムの出力データで気になる点

import-code-unknown = コード体系「{ $scheme }」に「{ $code }」というコードはありません（{ $count }件、最初の箇所：{ $place }）。値は残しますが、判定には使いません。
import-columns-unknown = { $file }に、マッピングにない列があるため読み込みませんでした：{ $columns }
import-file-unknown = { $file }はこのマッピングの対象ファイルではないため、読み込みませんでした。
import-first-start-differs = 出力データにある初回の入社日が、最も古い在籍期間の入社日と一致しません（{ $count }人：{ $workers }）。初回の入社日のほうが早い場合、過去の在籍期間が欠けています。
import-flag-constant = 再雇用可否の{ $share }（退職者{ $total }人のうち{ $count }人）が同じ値「{ $value }」です。全員が同じ値の場合、人の判断ではなく、システムや連携ツールの既定値であることがほとんどです。
import-flags-disagree = 2つの再雇用可否が食い違うため、要確認（upon_review）としました（{ $count }人：{ $workers }）。
import-former-unknown = 旧社員番号に該当する人が出力データになく、過去の在籍期間が欠けています（{ $count }人：{ $workers }）。
import-grade-unmapped = 等級「{ $grade }」は等級表にありません（{ $count }件、最初の箇所：{ $place }）。等級は不明として扱います。
import-hire-rescinded = 入社が取り消されているため、在籍期間に数えません（{ $count }人：{ $workers }）。
import-latest-only = 直近の在籍期間しか分かりません（{ $count }人：{ $workers }）。在籍期間を通算する項目は不明として扱います。
import-latest-start-differs = 出力データにある直近の入社日が、最後の在籍期間の入社日と一致しません（{ $count }人：{ $workers }）。
import-left-without-day = 退職済みとされていますが、退職日がありません（{ $count }人：{ $workers }）。退職日が必要な期間は不明として扱います。
import-mail-ownership-unknown = 会社のメールドメインが指定されていないため、メールアドレスが個人用か社用か判別できません（{ $count }人：{ $workers }）。
import-may-be-one-person = 氏名（カナ）と生年月日が同じ人が複数の社員番号で登録されています（計{ $count }件：{ $workers }）。同一人物であれば、旧社員番号の列を追加すると在籍期間をつなげられます。
import-position-outside = どの在籍期間にも含まれない職務履歴があるため、除外しました（{ $count }件、最初の箇所：{ $place }）。
import-reason-free-text = 退職理由が自由記述のため、判定には使えません（{ $count }件、最初の箇所：{ $place }）。
import-reason-unmapped = 退職理由コード「{ $code }」の意味が指定されていません（{ $count }件、最初の箇所：{ $place }）。
import-rows-passed-over = { $columns }の値により、読み込みの対象外とした行があります（{ $count }件、最初の箇所：{ $place }）。
import-value-unknown = 列「{ $column }」の値「{ $value }」の意味が指定されていません（{ $count }件、最初の箇所：{ $place }）。
import-without-spell = 在籍期間がありません（{ $count }人：{ $workers }）。
import-work-contact-only = 連絡先が、退職とともに使えなくなる社用のものしかありません（{ $count }人：{ $workers }）。

## 出力データから分からない項目

cannot-supply-latest-position = { $fact }：{ $total }人のうち{ $count }人は、直近の職務しか出力されていません。
cannot-supply-latest-spell = { $fact }：{ $total }人のうち{ $count }人は、直近の在籍期間しか出力されていません。
cannot-supply-needs-reasons = { $fact }：自社独自のコードは出力されていますが、その意味が指定されていません。
cannot-supply-no-field = { $fact }：{ $system }には該当する項目がありません。カスタム項目を割り当てることができます。
cannot-supply-not-exported = { $fact }：この出力データに含まれていません。次の列にあるはずです：{ $columns }

## 判定項目の一覧

fact-unknown = 「{ $name }」は判定項目の一覧にないため、使用しません。
fact-unknown-nearest = 「{ $name }」は判定項目の一覧にないため、使用しません。「{ $nearest }」の誤りではありませんか。
vocabulary-title = 判定項目の一覧
vocabulary-intro = 条件に使える項目です。データには項目名で登録します。登録のない項目は「不明」として扱い、「該当しない」とはみなしません。
vocabulary-own = 自社で追加した項目
vocabulary-built-in = 標準の項目
vocabulary-column-name = 項目名
vocabulary-column-title = 内容
vocabulary-column-type = 種類
vocabulary-column-values = 値
vocabulary-column-notes = 備考
fact-type-boolean = 該当・非該当
fact-type-integer = 整数
fact-type-decimal = 小数
fact-type-money = 金額
fact-type-date = 日付
fact-type-period = 期間
fact-type-category = 区分
fact-type-categories = 区分（複数）
fact-bounds = { $minimum }以上{ $maximum }以下
fact-bounds-from = { $minimum }以上
fact-bounds-to = { $maximum }以下
fact-unit = 単位：{ $unit }
fact-value = { $title }（{ $name }）
fact-fixed = 過去の事実であり、変更できない
fact-protected = 保護すべき属性（変更すべき点としては示さない）
