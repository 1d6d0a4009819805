# 公表用の選考通過率
privacy-unknown = 不明
privacy-nothing-to-compare = 示すことのできる比較はありません。
privacy-hidden = 少人数の群を保護するため表示していない群:{ $groups }。
privacy-bands = { $group }:人数は表示していません。比は{ $ratio }、mid-pは{ $p }です。
privacy-rule = 対象者が{ $minimum }人未満の群、通過者または不通過者が{ $outcome }人未満の群、およびそれらの人数の特定につながる群は表示していません。表示していない人数には、それぞれ少なくとも{ $values }通りの値があり得ます。
privacy-noise = すべての人数に乱数によるノイズを加えています(両側幾何分布、ε={ $epsilon })。人数とそこから計算した値は正確ではなく、p値と区間にもノイズの影響は織り込まれていません。
